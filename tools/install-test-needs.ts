/** Installs what the tests need besides Node and Go, as root on Debian: `npm test` runs it first. */
import { installNeeds, thisMachine } from '../test/support/install-needs.ts';

try {
  await installNeeds(thisMachine());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
