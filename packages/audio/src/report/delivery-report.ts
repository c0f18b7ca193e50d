import type { Analysis, DeliveryPeaks, DeliveryTags, PreflightFinding } from '@sweetspot/protocol';
import type { DeliveredAlternate } from '../make-alternate-file.ts';
import type { DeliveredFile } from '../make-delivery-file.ts';
import type { Picture } from '../tags/describe-picture.ts';

/** Everything that was checked of a delivery; `Report.json` is this, `Report.pdf` draws it. */
export interface DeliveryReport {
  metadata: DeliveryTags;
  artwork: Pick<Picture, 'mime' | 'width' | 'height'> | null;
  /** The approved file: its checksum, and who said yes to it. */
  master: { sha256: string; approvals: Approval[]; analysis: Analysis };
  peaks: DeliveryPeaks;
  /** What was found before anything was made. */
  findings: PreflightFinding[];
  files: DeliveredFile[];
  /** Other versions of the master, made from its stems. */
  alternates: DeliveredAlternate[];
}

export interface Approval {
  name: string;
  /** ISO 8601. */
  at: string;
}
