import { Option } from 'commander';

/** The shapes are in docs/cli.md, and stay as they are. */
export const jsonOption = (): Option => new Option('--json', 'as JSON on stdout').default(false, 'text');
