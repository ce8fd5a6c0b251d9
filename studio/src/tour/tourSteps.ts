import { text } from '@/text';

export interface TourStep {
  /** The address that the entry of the navigation leads to. */
  to: string;
  /** How the entry is called. */
  title: string;
  about: string;
}

const words = text.tour.steps;

/** What the tour shows of a workspace, in the order of the navigation. */
export const tourSteps = (workspace: string): [TourStep, ...TourStep[]] => [
  { to: `/w/${workspace}`, title: text.shell.overview, about: words.overview },
  { to: `/w/${workspace}/data`, title: text.shell.data, about: words.data },
  { to: `/w/${workspace}/apps`, title: text.shell.apps, about: words.apps },
  { to: `/w/${workspace}/access`, title: text.shell.access, about: words.access },
  { to: `/w/${workspace}/versions`, title: text.versions.title, about: words.versions },
];
