/**
 * Where documented JSON is of another shape than a real answer: names that are missing on either side, other types.
 * Values are not compared; null stands for any, an empty object or array for any of its kind.
 */
export const differences = (documented: unknown, real: unknown, at = ''): string[] => {
  if (documented === null || real === null) return [];
  if (Array.isArray(documented) && Array.isArray(real)) {
    if (documented.length === 0 || real.length === 0) return [];
    return differences(documented[0], real[0], `${at}/0`);
  }
  if (isObject(documented) && isObject(real)) {
    const names = Object.keys(documented);
    if (names.length === 0) return [];
    return [...new Set([...names, ...Object.keys(real)])].flatMap((name) => {
      if (!(name in documented)) return [`${at}/${name} is not documented`];
      if (!(name in real)) return [`${at}/${name} is documented and does not come`];
      return differences(documented[name], real[name], `${at}/${name}`);
    });
  }
  const types = [documented, real].map((value) => (Array.isArray(value) ? 'array' : typeof value));
  return types[0] === types[1] ? [] : [`${at} is documented as ${types[0]} and comes as ${types[1]}`];
};

/** Where an answer lacks what an excerpt of it shows. A text with "…" in it stands for any other. */
export const missing = (excerpt: unknown, real: unknown, at = ''): string[] => {
  if (typeof excerpt === 'string' && excerpt.includes('…'))
    return typeof real === 'string' ? [] : [`${at} is no text`];
  if (Array.isArray(excerpt)) {
    if (!Array.isArray(real) || real.length !== excerpt.length) return [`${at} is ${JSON.stringify(real)}`];
    return excerpt.flatMap((one, index) => missing(one, real[index], `${at}/${index}`));
  }
  if (isObject(excerpt)) {
    if (!isObject(real)) return [`${at} is ${JSON.stringify(real)}`];
    return Object.keys(excerpt).flatMap((name) => missing(excerpt[name], real[name], `${at}/${name}`));
  }
  return Object.is(excerpt, real) ? [] : [`${at} is ${JSON.stringify(real)}, not ${JSON.stringify(excerpt)}`];
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
