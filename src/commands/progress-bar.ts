import { createLogUpdate } from 'log-update';

interface ProgressBar {
  step: () => void;
  done: () => void;
}

const WIDTH = 40;

/** On a terminal, on stderr; elsewhere nothing is written. */
export const progressBar = (total: number, stream: NodeJS.WriteStream = process.stderr): ProgressBar => {
  if (!stream.isTTY || total === 0) return { step: () => undefined, done: () => undefined };
  const show = createLogUpdate(stream);
  const begun = performance.now();
  let done = 0;
  return {
    step: () => {
      done += 1;
      const filled = Math.round((done / total) * WIDTH);
      const perSecond = Math.round(done / ((performance.now() - begun) / 1000));
      show(`${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${total}, ${perSecond} a second`);
    },
    done: () => show.done(),
  };
};
