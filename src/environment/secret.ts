import { z } from 'zod';

/** Marks a variable whose value no message may show. */
export const secret = <Variable extends z.ZodType>(variable: Variable): Variable => marked(variable, 'yes');

/** The same for one that should hold no password, and may by mistake. */
export const maybeSecret = <Variable extends z.ZodType>(variable: Variable): Variable =>
  marked(variable, 'maybe');

export const secrecyOf = (variable: z.core.$ZodType): 'no' | 'maybe' | 'yes' => {
  const mark = z.globalRegistry.get(variable)?.['secrecy'];
  return mark === 'yes' || mark === 'maybe' ? mark : 'no';
};

const marked = <Variable extends z.ZodType>(variable: Variable, secrecy: 'yes' | 'maybe'): Variable =>
  variable.meta({ ...variable.meta(), secrecy });
