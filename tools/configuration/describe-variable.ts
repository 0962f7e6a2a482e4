import { z } from 'zod';
import { secrecyOf } from '../../src/environment/secret.ts';

interface Described {
  fallback: string;
  values: string;
  meaning: string;
}

/** @throws {Error} for one without a description: nobody would know what to set it to */
export const describeVariable = (name: string, variable: z.ZodType): Described => {
  const { description } = variable.meta() ?? {};
  if (!description) throw new Error(`${name} has no description: give its schema one with .describe()`);
  return {
    fallback: fallbackOf(variable),
    values: valuesOf(variable),
    meaning: description + SECRECY[secrecyOf(variable)],
  };
};

const SECRECY = { no: '', maybe: '. Never shown', yes: '. **Secret**' };

const schemaOf = (variable: z.ZodType) =>
  z.toJSONSchema(variable, { io: 'output', unrepresentable: 'any' }) as z.core.JSONSchema.JSONSchema;

const fallbackOf = (variable: z.ZodType): string => {
  if (!variable.safeParse(undefined).success) return '**must be set**';
  const { default: value } = schemaOf(variable);
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
};

const valuesOf = (variable: z.ZodType): string => {
  const { enum: named, minimum, maximum, type, format } = schemaOf(variable);
  if (named) return named.map((value) => `\`${String(value)}\``).join(', ');
  if (type === 'number') return `${minimum} to ${maximum}`;
  return format === 'uri' ? 'URL' : 'text';
};
