'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { shareRights } from '@sweetspot/protocol/roles';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Switch } from '../../components/switch.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { rightExplanation, rightName } from './right-name.ts';
import { expiryOf, type ShareLinkForm, type ShareTarget, shareLinkForm } from './share-link-form.ts';

export type ShareTargetOption = { key: string; label: string; hint: string; target: ShareTarget };

/** Makes a share link. With one target (the page of a song) nothing is chosen; else the person chooses what it opens. */
export function NewShareLinkDialog({
  projectId,
  targets,
  open,
  onOpenChange,
}: {
  projectId: string;
  targets: readonly [ShareTargetOption, ...ShareTargetOption[]];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [url, setUrl] = useState<string | null>(null);
  const change = (next: boolean) => {
    if (!next) setUrl(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={url ? 'Your share link' : 'New share link'}
      description={url ? undefined : 'For people without an account. You can revoke it at any time.'}
    >
      {url ? (
        <div className="flex flex-col gap-4">
          <CopyField label="Link" value={url} />
          <Notice tone="warn">Copy it now: for your safety it is not shown again.</Notice>
          <DialogFooter>
            <Button variant="primary" onClick={() => change(false)}>
              Done
            </Button>
          </DialogFooter>
        </div>
      ) : (
        <NewShareLinkForm projectId={projectId} targets={targets} onMade={setUrl} onCancel={() => change(false)} />
      )}
    </Dialog>
  );
}

function NewShareLinkForm({
  projectId,
  targets,
  onMade,
  onCancel,
}: {
  projectId: string;
  targets: readonly [ShareTargetOption, ...ShareTargetOption[]];
  onMade: (url: string) => void;
  onCancel: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [targetKey, setTargetKey] = useState(targets[0].key);
  const { target } = targets.find((option) => option.key === targetKey) ?? targets[0];
  const add = useMutation(
    trpc.shareLinks.add.mutationOptions({
      onSuccess: async ({ url }) => {
        await queryClient.invalidateQueries(trpc.shareLinks.list.queryFilter({ projectId }));
        onMade(url);
      },
    }),
  );
  const form = useForm<ShareLinkForm, unknown, z.output<typeof shareLinkForm>>({
    resolver: zodResolver(shareLinkForm),
    defaultValues: {
      name: '',
      rights: ['listen', 'comment'],
      password: '',
      expires: 'never',
      followLatest: true,
    },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(({ name, rights, password, expires, followLatest }) => {
    const common = {
      projectId,
      name,
      rights,
      password: password || undefined,
      expiresAt: expiryOf(expires, new Date()),
    };
    // A link to one version stays with it.
    add.mutate(target.scope === 'version' ? { ...common, ...target } : { ...common, ...target, followLatest });
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={add.error ? errorSentence(add.error) : undefined} />
        <TextField
          label="For whom"
          placeholder="Label, drummer, Anna…"
          hint="Only members see it. One link for each person shows who listened."
          autoComplete="off"
          error={errors.name?.message}
          {...form.register('name')}
        />
        {targets.length > 1 ? (
          <SelectField
            label="What it opens"
            value={targetKey}
            onChange={setTargetKey}
            options={targets.map(({ key, label, hint }) => ({ value: key, label, hint }))}
          />
        ) : null}
        <Controller
          control={form.control}
          name="rights"
          render={({ field }) => (
            <fieldset>
              <legend className="mb-1.5 font-medium">They may</legend>
              <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 max-sm:grid-cols-1">
                {shareRights.map((right) => (
                  <Checkbox
                    key={right}
                    label={rightName(right)}
                    hint={rightExplanation(right)}
                    checked={right === 'listen' || field.value.includes(right)}
                    disabled={right === 'listen'}
                    onChange={(checked) =>
                      field.onChange(checked ? [...field.value, right] : field.value.filter((each) => each !== right))
                    }
                  />
                ))}
              </div>
            </fieldset>
          )}
        />
        {target.scope === 'version' ? null : (
          <Controller
            control={form.control}
            name="followLatest"
            render={({ field }) => (
              <Switch
                label="Only the newest version"
                hint="The link follows the newest version of each kind. Off: every version can be heard."
                checked={field.value}
                onChange={field.onChange}
              />
            )}
          />
        )}
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <PasswordField
            label="Password"
            hint="Leave empty for none."
            autoComplete="off"
            error={errors.password?.message}
            {...form.register('password')}
          />
          <Controller
            control={form.control}
            name="expires"
            render={({ field }) => (
              <SelectField
                label="Ends"
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: 'never', label: 'When I revoke it' },
                  { value: 'day', label: 'After a day' },
                  { value: 'week', label: 'After a week' },
                  { value: 'month', label: 'After 30 days' },
                ]}
              />
            )}
          />
        </div>
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={add.isPending}>
          Make the link
        </Button>
      </DialogFooter>
    </form>
  );
}
