/** The tour: what the places of a workspace are for. */
export const tour = {
  title: 'Rundgang durch das Studio',
  show: 'Rundgang zeigen',
  offer: 'Neu hier? Ein kurzer Rundgang zeigt, wozu die Bereiche eines Arbeitsbereichs da sind.',
  start: 'Rundgang beginnen',
  decline: 'Auf den Rundgang verzichten',
  place: (step: number, steps: number) => `${step} von ${steps}`,
  skip: 'Überspringen',
  next: 'Weiter',
  inMenu: 'Sie finden es im Menü oben links.',
  again: 'Die Suche und die Tastenkürzel zeigen diesen Rundgang wieder.',
  steps: {
    overview: 'Der Arbeitsbereich auf einen Blick: seine Apps, ob seine Datenquellen antworten, und was zuletzt geändert wurde.',
    data: 'Verbinden Sie Datenbanken und Dienste, und legen Sie eigene Tabellen an. Zeilen werden wie in einer Tabellenkalkulation angesehen und geändert.',
    apps: 'Womit gearbeitet wird. Eine App besteht aus Seiten: Öffnen Sie eine, um sie im Designer so zu ändern, wie sie wirklich aussieht.',
    access: 'Rollen sagen, wer welche Tabellen, Zeilen, Spalten und Seiten sehen und ändern darf. Hier werden sie angelegt und vergeben.',
    versions: 'Veröffentlichen Sie, was Sie gebaut haben. Danach wird in einem Entwurf geändert und hier verglichen, und Sie können zu einer früheren Version zurück.',
  },
};
