using Xunit.Sdk;
using Xunit.v3;

// A test waits for a process: as many may wait as there are, and EngineSession says how many processes run.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = -1)]
