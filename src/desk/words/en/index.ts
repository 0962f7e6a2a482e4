import { pages } from './pages.ts';
import { standing } from './standing.ts';
import { story } from './story.ts';

export const en = { ...pages, ...standing, ...story };
