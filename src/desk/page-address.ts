import { z } from 'zod';

/** Where somebody is led back to. Only pages of the desk: what is in an address may come from anybody. */
export const pageAddress = z
  .string()
  .regex(/^\/desk(?=[/?]|$)[\x21-\x7e]*$/)
  .refine((path) => !path.includes('\\'))
  .catch('/desk');
