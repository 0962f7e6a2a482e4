/** A fault of one line, and where it goes. `find` occurs exactly once in the file. */
export interface Mutant {
  name: string;
  /** From the root of the project. */
  file: string;
  find: string;
  replace: string;
}

export const mutants: Mutant[] = [
  {
    name: 'a code of a door that is dropped is forgotten',
    file: 'src/workflows/serve-door.ts',
    find: 'if (door.code) orphan(door, door.code, cause);',
    replace: 'void cause;',
  },
  {
    name: 'a create is repeated without a look',
    file: 'src/activities/issue-access-code.ts',
    find: 'const answerMayBeLost = wanted.mayExist || activityInfo().attempt > 1;',
    replace: 'const answerMayBeLost = wanted.mayExist && activityInfo().attempt < 0;',
  },
  {
    name: 'a stale revision is taken',
    file: 'src/workflows/run.ts',
    find: "if (next.revision <= known.revision) return answer(run, 'dropped');",
    replace: "if (next.revision < 0) return answer(run, 'dropped');",
  },
];
