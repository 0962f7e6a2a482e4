// Run before an entry point (--import): writes the addresses of all modules it loads to a file when it ends.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env['LOADED_MODULES_FILE'] ?? '', JSON.stringify(loaded)));
