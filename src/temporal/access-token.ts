import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

export interface OpenIdProvider {
  /** As the provider writes it in its tokens; `/.well-known/openid-configuration` is below it. */
  issuer: string;
  /** Whom the token must be meant for. */
  audience: string;
}

const LEEWAY_S = 60;
const TIMEOUT_MS = 5_000;
/** Asymmetric ones: the provider alone can sign. */
const algorithms = ['RS256', 'ES256'];

/**
 * Checks access tokens (JWT, RS256 or ES256) of an OpenID provider: signature, issuer, audience and time. Answers with
 * the subject; null for any other token. Rejects when the provider gives no keys.
 */
export const createTokenCheck = ({ issuer, audience }: OpenIdProvider) => {
  let keys: JWTVerifyGetKey | null = null;

  return async (token: string): Promise<string | null> => {
    keys ??= createRemoteJWKSet(await findKeySet(issuer), { timeoutDuration: TIMEOUT_MS });
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: LEEWAY_S,
        requiredClaims: ['exp', 'sub'],
      });
      return payload.sub ?? null;
    } catch (error) {
      if (isAboutToken(error)) return null;
      throw error;
    }
  };
};

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

const configuration = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) });

const findKeySet = async (issuer: string): Promise<URL> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}: expected 200`);
  return new URL(configuration.parse(await response.json()).jwks_uri);
};
