/** What can be asked for a person that opens a dialog. */
export type UserAsk = 'edit' | 'roles' | 'password' | 'link' | 'delete';
