/**
 * The body of the answer; null where it has none.
 * @throws where the answer is no success, with its text
 */
export const sendJson = async (
  method: 'POST' | 'PUT',
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<unknown> => {
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
};
