import { createLogUpdate } from 'log-update';

interface ProgressBar {
  step: () => void;
  done: () => void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & NodeJS.WritableStream;

const WIDEST = 40;
const NARROWEST = 5;
const REDRAW_MS = 100;

/** On a terminal, on stderr; elsewhere nothing is written. One line, however narrow the terminal is. */
export const progressBar = (total: number, stream: Terminal = process.stderr): ProgressBar => {
  if (!stream.isTTY || total === 0) return { step: () => undefined, done: () => undefined };
  const show = createLogUpdate(stream);
  const begun = performance.now();
  let done = 0;
  let drawnAt = -Infinity;
  const draw = () => {
    drawnAt = performance.now();
    const seconds = (drawnAt - begun) / 1_000;
    // Of the first moments a rate would say anything.
    const pace = seconds < 1 ? '' : `, ${Math.round(done / seconds)} a second`;
    const words = `${String(done).padStart(String(total).length)} of ${total}${pace}`;
    // Up to the last column a terminal may break the line.
    const width = Math.min(WIDEST, (stream.columns ?? 80) - words.length - 2);
    show(width < NARROWEST ? words : `${barOf(done / total, width)} ${words}`);
  };
  draw();
  return {
    step: () => {
      done += 1;
      if (done === total || performance.now() - drawnAt >= REDRAW_MS) draw();
    },
    done: () => {
      draw();
      show.done();
    },
  };
};

const barOf = (share: number, width: number): string => {
  const filled = Math.floor(share * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};
