namespace MlOps;

/// <summary>What the tasks that watch trials tell the engine, which alone decides and writes.</summary>
internal abstract record StudySignal;

/// <summary>The job of a trial is there.</summary>
internal sealed record JobIsThere(ActiveTrial Trial, MlJob Job) : StudySignal;

/// <summary>A trial has no job, and it is certain.</summary>
internal sealed record JobRefused(ActiveTrial Trial, MlOpsException Error) : StudySignal;

/// <summary>It cannot be told at the moment whether a trial has a job. Its task goes on trying.</summary>
internal sealed record JobUnclear(ActiveTrial Trial, MlOpsException Error) : StudySignal;

/// <summary>A trial has reported.</summary>
internal sealed record MetricRead(ActiveTrial Trial, MlMetricPoint Point) : StudySignal;

/// <summary>Every line of a trial's log was read.</summary>
internal sealed record LogRead(ActiveTrial Trial) : StudySignal;

/// <summary>A provider was asked for its jobs.</summary>
/// <param name="Share">The provider.</param>
/// <param name="Asked">The jobs that it was asked for.</param>
/// <param name="Jobs">Those that it has, by id.</param>
/// <param name="Error">Why it did not answer.</param>
internal sealed record JobsPolled(ActiveShare Share, IReadOnlyList<MlJob> Asked, IReadOnlyDictionary<string, MlJob> Jobs, MlOpsException? Error) : StudySignal;
