'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { AccountView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { nameForm } from './form-schemas.ts';

/** Changes the name that others see. */
export function NameForm({ account }: { account: AccountView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(nameForm), defaultValues: { name: account.name } });
  const save = useMutation(
    trpc.account.updateProfile.mutationOptions({
      onSuccess: () => {
        form.reset(form.getValues());
        router.refresh();
        toast.done('Your name is saved.');
      },
      onError: (error) => form.setError('name', { message: errorSentence(error) }),
    }),
  );
  const submit = form.handleSubmit(({ name }) => save.mutate({ name }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col items-start gap-3">
      <TextField
        label="Name"
        autoComplete="name"
        className="w-full"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <Button type="submit" loading={save.isPending} disabled={!form.formState.isDirty}>
        Save the name
      </Button>
    </form>
  );
}
