import { createHash } from 'node:crypto';

export interface Look {
  /** Says what is shown, as anything that can be written as JSON. */
  see: () => Promise<unknown>;
  everyMs: number;
}

export interface Watcher {
  /**
   * Calls back once it has looked for the first time, and after each change of what is seen under the name; answers
   * with the way to stop.
   */
  watch: (name: string, look: Look, onNews: (news: 'watching' | 'changed') => void) => () => void;
  stop: () => void;
}

interface Watched {
  listeners: Set<(news: 'changed') => void>;
  hasLooked: Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

// A look that takes long must not be all that Temporal does.
const SHARE_OF_TIME = 10;

/** However many browsers show the same, it is looked at once for all of them, and only while somebody watches. */
export const createWatcher = (onFault: (error: unknown) => void): Watcher => {
  const all = new Map<string, Watched>();

  const begin = (name: string, { see, everyMs }: Look): Watched => {
    const first = Promise.withResolvers<void>();
    const watched: Watched = { listeners: new Set(), hasLooked: first.promise, timer: undefined };
    let seen: string | null = null;
    const lookAgain = async () => {
      const startedAt = Date.now();
      try {
        const now = createHash('sha256')
          .update(JSON.stringify(await see()))
          .digest('base64url');
        if (seen !== null && seen !== now) for (const tell of watched.listeners) tell('changed');
        seen = now;
        first.resolve();
      } catch (error) {
        onFault(error);
      }
      const pauseMs = Math.max(everyMs, (Date.now() - startedAt) * SHARE_OF_TIME);
      if (watched.listeners.size > 0) watched.timer = setTimeout(() => void lookAgain(), pauseMs);
    };
    all.set(name, watched);
    watched.timer = setTimeout(() => void lookAgain());
    return watched;
  };

  const end = (name: string, { timer }: Watched) => {
    clearTimeout(timer);
    all.delete(name);
  };

  return {
    watch: (name, look, onNews) => {
      const watched = all.get(name) ?? begin(name, look);
      watched.listeners.add(onNews);
      void watched.hasLooked.then(() => watched.listeners.has(onNews) && onNews('watching'));
      return () => {
        watched.listeners.delete(onNews);
        if (watched.listeners.size === 0 && all.get(name) === watched) end(name, watched);
      };
    },
    stop: () => all.forEach((watched, name) => end(name, watched)),
  };
};
