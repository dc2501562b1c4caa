"""Pure decisions on payments received: what each was for, why we think so, and who must look."""
