-- CreateIndex
CREATE INDEX "AuditEntry_subjectId_action_createdAt_idx" ON "AuditEntry"("subjectId", "action", "createdAt");
