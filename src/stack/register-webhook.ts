/** Has the simulator's webhooks sent to `receiver`, and returns the secret that signs them. */
export const registerWebhook = async (
  { url, apiKey }: { url: string; apiKey: string },
  receiver: string,
): Promise<string> => {
  const response = await fetch(`${url}/webhooks/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver }),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to webhooks/create`);
  const { webhook } = (await response.json()) as { webhook: { secret: string } };
  return webhook.secret;
};
