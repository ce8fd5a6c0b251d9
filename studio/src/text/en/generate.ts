/** Making an app from a database. */
export const generate = {
  title: 'New app',
};
