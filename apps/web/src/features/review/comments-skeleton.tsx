import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';

export function CommentsSkeleton() {
  return (
    <SkeletonGroup label="Loading comments" className="grid gap-4 p-4">
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid grid-cols-[24px_1fr] gap-2.5">
          <Skeleton className="size-6 rounded-full" />
          <div className="grid gap-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3.5 w-4/5" />
          </div>
        </div>
      ))}
    </SkeletonGroup>
  );
}
