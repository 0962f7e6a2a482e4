const everyMs = 3_000;

/**
 * Reads what Go prints as it works, line by line, and says how far it is at most every three seconds.
 * `packages` is how many it has to compile, 0 where it only lists them. `now` gives milliseconds.
 */
export const followGo = (
  say: (line: string) => void,
  { packages = 0, now = Date.now }: { packages?: number; now?: () => number } = {},
): ((line: string) => void) => {
  let modules = 0;
  let compiled = 0;
  let saidAt = now();
  return (line) => {
    const module = /^go: downloading (\S+) (\S+)$/.exec(line);
    if (module !== null) modules++;
    else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) compiled++;
    else return;
    if (now() - saidAt < everyMs) return;
    saidAt = now();
    say(
      module !== null
        ? `downloading Go modules: ${count(modules)} so far, now ${module[1]} ${module[2]}`
        : `building the Temporal server: ${count(compiled)} of ${count(packages)} packages`,
    );
  };
};

const count = (number: number) => number.toLocaleString('en-US');
