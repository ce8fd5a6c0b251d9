import { Autocomplete, Button } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '@/api/me';
import { useUsers } from '@/api/users';
import { text } from '@/text';
import classes from './PersonPicker.module.css';

interface PersonPickerProps {
  label: string;
  submit: string;
  /** Addresses that are not suggested. */
  without: readonly string[];
  onPick: (address: string) => void;
}

/**
 * Names somebody who has an account, by address. Administrators of the installation are shown whom there is; those of
 * a workspace know the address, as other workspaces' people are none of theirs.
 */
export function PersonPicker({ label, submit, without, onPick }: PersonPickerProps) {
  const isAdmin = Boolean(useMe().data?.is_admin);
  const { data: users = [] } = useUsers(isAdmin);
  const [address, setAddress] = useState('');
  const names = new Map(users.filter((user) => user.is_active && !without.includes(user.email)).map((user) => [user.email, user.name]));
  return (
    <form
      className={classes['picker']}
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() === '') return;
        onPick(address.trim());
        setAddress('');
      }}
    >
      <Autocomplete
        className={classes['field'] ?? ''}
        aria-label={label}
        placeholder={text.users.addressOf}
        type="email"
        autoComplete="off"
        value={address}
        onChange={setAddress}
        data={[...names.keys()]}
        renderOption={({ option }) => (
          <span>
            {names.get(option.value)} <span className={classes['quiet']}>{option.value}</span>
          </span>
        )}
        filter={({ options, search }) => options.filter((option) => 'value' in option && `${names.get(option.value) ?? ''} ${option.value}`.toLowerCase().includes(search.trim().toLowerCase()))}
      />
      <Button type="submit">{submit}</Button>
    </form>
  );
}
