/** Several people at one definition. */
export const together = {
  editing: (name: string) => `${name} is editing this.`,
  since: 'Started',
  about: 'Nothing keeps you from it. Whoever saves second is asked what to keep.',
  takeOver: 'Take over',
  tookOver: 'You are editing it now',
  taken: (name: string) => `${name} has taken over. What you wrote is still here.`,
  comments: {
    title: 'Comments',
    open: (n: number) => (n === 0 ? 'Comments' : `Comments, ${n} open`),
    of: (title: string) => `Comments on ${title}`,
    about: 'For people who design this workspace. They are no part of the definition, its file or its versions.',
    label: 'Say something',
    on: (component: string) => `About ${component}`,
    onIt: 'About all of it',
    choose: 'What it is about',
    add: 'Add comment',
    answer: 'Answer',
    answerTo: (name: string) => `Answer to ${name}`,
    send: 'Send answer',
    resolve: 'Resolve',
    reopen: 'Open again',
    resolved: (name: string) => `Resolved by ${name}`,
    showResolved: (n: number) => `Show ${n} resolved`,
    hideResolved: 'Hide resolved',
    none: 'Nobody has said anything yet.',
    removed: 'Taken back',
    takenBack: 'Comment taken back.',
    gone: 'It is not there any more.',
  },
};

/** Two people changed one thing: what each changed alone is kept of both. */
export const merge = {
  about: 'Both of you changed these. Choose what shall be; everything else is kept of both. Until you save, nothing changes.',
  mine: 'Yours',
  theirs: 'Theirs',
  nothing: 'nothing',
  save: 'Save this',
  later: 'Decide later',
  joined: 'Somebody else changed other things here meanwhile. Both are kept.',
  gone: { title: 'Somebody deleted this', about: 'What you wrote is still here. Saving it makes it anew.', save: 'Save mine', leave: 'Let it go' },
};
