'use client';

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import type { SongSummary } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { GripVertical } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../../components/cx.ts';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** The running order while it is changed: pointer, touch, or Space and the arrow keys on a handle. */
export function SortableSongs({ projectId, songs }: { projectId: string; songs: readonly SongSummary[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // What was dropped, until the server's order is fetched.
  const [dropped, setDropped] = useState<readonly string[] | null>(null);
  const titles = new Map(songs.map((song) => [song.id, song.title]));
  const known = songs.map((song) => song.id);
  const order = dropped && sameSongs(dropped, known) ? dropped : known;
  const reorder = useMutation(
    trpc.songs.reorder.mutationOptions({
      onError: toast.failed,
      onSettled: async () => {
        await queryClient.invalidateQueries(trpc.projects.get.queryFilter({ projectId }));
        setDropped(null);
      },
    }),
  );
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  const drop = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    const next = arrayMove([...order], order.indexOf(String(active.id)), order.indexOf(String(over.id)));
    setDropped(next);
    reorder.mutate({ projectId, songIds: next });
  };
  const placeOf = (id: string | number) => `place ${order.indexOf(String(id)) + 1} of ${order.length}`;
  const nameOf = (id: string | number) => titles.get(String(id)) ?? 'The song';
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${nameOf(active.id)} picked up at ${placeOf(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} is over ${placeOf(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => `${nameOf(active.id)} put down at ${placeOf(over?.id ?? active.id)}.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} is back where it was.`,
  };

  return (
    <DndContext
      id="song-order"
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        announcements,
        screenReaderInstructions: {
          draggable:
            'Press Space to pick a song up, the arrow keys to move it, Space to put it down, Escape to cancel.',
        },
      }}
    >
      <SortableContext items={[...order]} strategy={verticalListSortingStrategy}>
        <ol className="overflow-hidden rounded-l border border-line bg-surface">
          {order.map((id, index) => (
            <SortableRow key={id} id={id} title={nameOf(id)} number={index + 1} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function SortableRow({ id, title, number }: { id: string; title: string; number: number }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  });
  return (
    <li
      ref={setNodeRef}
      style={transform ? { transform: `translateY(${transform.y}px)`, transition } : { transition }}
      className={cx(
        'flex items-center gap-3 border-line border-b bg-surface py-1.5 pr-4 pl-2 last:border-0',
        isDragging && 'relative z-10 bg-raised shadow-raised',
      )}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={`Move ${title}`}
        className="grid size-9 cursor-grab touch-none place-items-center rounded-m text-muted hover:bg-hover hover:text-ink active:cursor-grabbing touch:size-11"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <span aria-hidden className="w-6 text-right text-faint tabular-nums">
        {number}
      </span>
      <span className="min-w-0 flex-1 truncate font-semibold text-lg">{title}</span>
    </li>
  );
}

const sameSongs = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;
