import { Skeleton, SkeletonGroup } from '../../../components/skeleton.tsx';

export default function Loading() {
  return (
    <SkeletonGroup label="Loading your account" className="max-w-180">
      <Skeleton className="h-9 w-36" />
      <Skeleton className="mt-10 h-20" />
      <Skeleton className="mt-6 h-16" />
      <Skeleton className="mt-14 h-24" />
    </SkeletonGroup>
  );
}
