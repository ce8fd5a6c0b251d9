import { useForm, type FormErrors, type UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { sortErrors } from './serverErrors';

interface ServerFormOptions<Values extends Record<string, unknown>> {
  initialValues: Values;
  validate?: (values: Values) => FormErrors;
  submit: (values: Values) => Promise<unknown>;
}

interface ServerForm<Values extends Record<string, unknown>> {
  form: UseFormReturnType<Values>;
  /** What the server refused without naming a field of this form. */
  problem: unknown;
  submitting: boolean;
  onSubmit: (event: React.SyntheticEvent<HTMLFormElement>) => void;
}

/** A form whose refusals, ours and the server's, land on their fields and move the focus to the first of them. */
export function useServerForm<Values extends Record<string, unknown>>(options: ServerFormOptions<Values>): ServerForm<Values> {
  const [problem, setProblem] = useState<unknown>(null);
  const [submitting, setSubmitting] = useState(false);
  const form = useForm<Values>({
    initialValues: options.initialValues,
    validate: (values) => options.validate?.(values) ?? {},
    validateInputOnBlur: false,
  });

  const focusFirst = (errors: FormErrors) => {
    const name = Object.keys(errors)[0];
    if (name !== undefined) window.setTimeout(() => form.getInputNode(name)?.focus(), 0);
  };

  const submit = async (values: Values) => {
    setProblem(null);
    setSubmitting(true);
    try {
      await options.submit(values);
    } catch (error) {
      const sorted = sortErrors(error, Object.keys(options.initialValues));
      form.setErrors(sorted.fields);
      setProblem(sorted.rest);
      focusFirst(sorted.fields);
    } finally {
      setSubmitting(false);
    }
  };

  return { form, problem, submitting, onSubmit: form.onSubmit((values) => void submit(values), focusFirst) };
}
