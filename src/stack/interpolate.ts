export type Variables = Record<string, string | undefined>;

/**
 * `${NAME}`, `${NAME:-default}` and `${NAME:?message}` as Compose replaces them; `$$` is a dollar.
 * @throws where a variable with `:?` is not set
 */
export const interpolate = (text: string, variables: Variables): string =>
  text.replace(
    /\$(?:(\$)|\{(\w+)(?::([-?])([^}]*))?\})/g,
    (_whole, dollar?: string, name: string = '', kind?: string, rest: string = '') => {
      if (dollar) return '$';
      const value = variables[name];
      if (value) return value;
      if (kind === '?') throw new Error(`${name} is not set: ${rest}`);
      return rest;
    },
  );
