import { Skeleton, SkeletonGroup } from '../../../components/skeleton.tsx';

export default function Loading() {
  return (
    <SkeletonGroup label="Loading the songs">
      <Skeleton className="h-9 w-32" />
      <Skeleton className="mt-4 mb-5 h-8 w-72" />
      <div className="grid grid-cols-4 gap-4 max-xl:grid-cols-2 max-md:grid-cols-1">
        {['tracking', 'mixing', 'mastering', 'delivered'].map((stage) => (
          <div key={stage} className="flex flex-col gap-2.5">
            <Skeleton className="h-5 w-24" />
            <Skeleton className="h-36 rounded-l" />
            <Skeleton className="h-36 rounded-l max-md:hidden" />
          </div>
        ))}
      </div>
    </SkeletonGroup>
  );
}
