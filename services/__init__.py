"""What is done: one function a job, told in the words of the field."""
