/** For `addHelpText('after', …)`: each a command line and what it is for. */
export const examples = (lines: Record<string, string>): string =>
  ['', 'Examples:', ...Object.entries(lines).map(([line, what]) => `  ${line}\n      ${what}`)].join('\n');
