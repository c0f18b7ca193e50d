'use client';

import { PageFailure } from '../../features/shell/page-failure.tsx';

export default PageFailure;
