import { spawn } from 'node:child_process';

// `read` returns only when a line comes (let the other process live) or when the pipe's other end is gone.
const watch = 'read -r _ || kill -TERM "$0"';

/**
 * Ends process `pid` with SIGTERM as soon as this process is gone, SIGKILL and crashes included: those leave
 * no chance to run code here, but the system always closes our end of the pipe the watching shell reads.
 * It leads a process group of its own, or Ctrl-C in a terminal would end the watcher first.
 *
 * Returns the release. Call it once `pid` has ended, before its number may belong to another process.
 */
export const endWithParent = (pid: number): (() => void) => {
  const watcher = spawn('/bin/sh', ['-c', watch, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  // The watcher itself may have been killed.
  watcher.stdin.on('error', () => undefined);
  return () => watcher.stdin.end('\n');
};
