import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export interface OpenIdProvider {
  /** As the provider writes it in its tokens; `/.well-known/openid-configuration` is below it. */
  issuer: string;
  /** Whom the token must be meant for. */
  audience: string;
}

const ALGORITHMS: Record<string, { keyType: string; hash: string }> = {
  RS256: { keyType: 'rsa', hash: 'sha256' },
  ES256: { keyType: 'ec', hash: 'sha256' },
};
const LEEWAY_S = 60;
const ASK_AGAIN_MS = 60_000;
const TIMEOUT_MS = 5_000;

const header = z.object({ alg: z.string(), kid: z.string() });
const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
});

/**
 * Checks access tokens (JWT, RS256 or ES256) of an OpenID provider: signature, issuer, audience and time. Answers with the subject;
 * null for any other token. Rejects when the provider gives no keys.
 */
export const createTokenCheck = ({ issuer, audience }: OpenIdProvider) => {
  const keyOf = createKeys(issuer);

  return async (token: string): Promise<string | null> => {
    const [head = '', body = '', signature = '', ...rest] = token.split('.');
    const said = header.safeParse(fromJson(head));
    const claimed = claims.safeParse(fromJson(body));
    if (rest.length > 0 || !said.success || !claimed.success) return null;
    const { iss, sub, aud, exp, nbf = 0 } = claimed.data;
    const now = Date.now() / 1000;
    if (iss !== issuer || !aud.includes(audience)) return null;
    if (exp + LEEWAY_S < now || nbf - LEEWAY_S > now) return null;

    const algorithm = ALGORITHMS[said.data.alg];
    const key = algorithm && (await keyOf(said.data.kid));
    // The algorithm is the token's word: it must be the key's own.
    if (!key || key.asymmetricKeyType !== algorithm.keyType) return null;
    const isSigned = verify(
      algorithm.hash,
      Buffer.from(`${head}.${body}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    return isSigned ? sub : null;
  };
};

/** The provider's keys by id, asked for again when there is a new one, though not more than once a minute. */
const createKeys = (issuer: string) => {
  let keys = new Map<string, KeyObject>();
  let askedAt = -Infinity;
  return async (kid: string): Promise<KeyObject | undefined> => {
    if (!keys.has(kid) && Date.now() - askedAt > ASK_AGAIN_MS) {
      keys = await fetchKeys(issuer);
      askedAt = Date.now();
    }
    return keys.get(kid);
  };
};

const configuration = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) });
const keySet = z.object({
  keys: z.array(z.looseObject({ kid: z.string().optional(), use: z.string().optional() })),
});

const fetchKeys = async (issuer: string): Promise<Map<string, KeyObject>> => {
  const wellKnown = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { jwks_uri: url } = configuration.parse(await fetchJson(wellKnown));
  const { keys } = keySet.parse(await fetchJson(url));
  return new Map(
    keys
      .filter(({ kid, use, kty }) => kid !== undefined && use !== 'enc' && (kty === 'RSA' || kty === 'EC'))
      .map((jwk) => [jwk.kid ?? '', createPublicKey({ key: jwk, format: 'jwk' })]),
  );
};

const fetchJson = async (url: string): Promise<unknown> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}: expected 200`);
  return response.json();
};

const fromJson = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};
