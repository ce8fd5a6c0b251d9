/** The tour: what the places of a workspace are for. */
export const tour = {
  title: 'Tour of the studio',
  show: 'Show the tour',
  offer: 'New here? A short tour shows what the places of a workspace are for.',
  start: 'Take the tour',
  decline: 'Do without the tour',
  place: (step: number, steps: number) => `${step} of ${steps}`,
  skip: 'Skip',
  next: 'Next',
  inMenu: 'It is in the menu, at the top left.',
  again: 'The search and the keyboard shortcuts show this tour again.',
  steps: {
    overview: 'The workspace at a glance: its apps, whether its data sources answer, and what was changed lately.',
    data: 'Connect databases and services, and make tables of your own. Rows are looked at and changed as in a spreadsheet.',
    apps: 'What people work with. An app is made of screens: open one to change it in the designer, as it really looks.',
    access: 'Roles say who may see and change which tables, rows, columns and screens. Here they are made and given to people.',
    versions: 'Publish what you made. From then on changes are made in a draft, compared here, and you can go back to an earlier version.',
  },
};
