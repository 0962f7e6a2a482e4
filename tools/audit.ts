/**
 * Known holes in what runs in production: `npm run audit`. Fails on a high or critical one. Some registries, mirrors above
 * all, answer no audits: that is said, and is no failure.
 */
import { execa } from 'execa';

interface Audit {
  /** Of an answer that is none. */
  statusCode?: number;
  vulnerabilities?: Record<string, { severity: string; range: string }>;
}

const { stdout } = await execa('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0'], {
  reject: false,
});
const { vulnerabilities, statusCode } = JSON.parse(stdout || '{}') as Audit;
const say = (line: string) => process.stdout.write(`${line}\n`);

if (vulnerabilities === undefined) {
  say(`Not audited: the registry answers no audits (status ${statusCode ?? 'unknown'}).`);
} else {
  const found = Object.entries(vulnerabilities);
  for (const [name, { severity, range }] of found) say(`${severity}: ${name} ${range}`);
  const grave = found.filter(([, { severity }]) => ['high', 'critical'].includes(severity));
  say(`${found.length} known holes, ${grave.length} of them high or critical.`);
  if (grave.length > 0) process.exitCode = 1;
}
