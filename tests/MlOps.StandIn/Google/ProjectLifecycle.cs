using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>Takes jobs from one state to the next, when told to or as time passes.</summary>
internal sealed class ProjectLifecycle(ProjectState state)
{
    private static readonly string[] Phases = ["QUEUED", "PENDING", "RUNNING", "SUCCEEDED"];

    /// <summary>When each phase begins, as a part of the time that a job takes.</summary>
    private static readonly double[] Begins = [0, 0.1, 0.3, 1];

    /// <summary>Called after a tuning job has begun to run, and after one of its trials has ended.</summary>
    public Action<CloudJob, DateTimeOffset>? TuningMoved { get; set; }

    public static string Plain(CloudJob job) => job.State[job.Kind.Prefix.Length..];

    /// <summary>To the next state, or through all states up to one.</summary>
    public void Advance(CloudJob job, string? to, string? reason)
    {
        if (job.Ended)
        {
            throw new ArgumentException($"{job.Name} has ended.");
        }

        var phase = Math.Max(0, Array.IndexOf(Phases, Plain(job)));
        if (to is null)
        {
            Enter(job, Plain(job) == "CANCELLING" ? "CANCELLED" : Phases[phase + 1], state.Now, reason);
            return;
        }

        var target = job.Kind.State(to)[job.Kind.Prefix.Length..];
        var until = target is "FAILED" or "CANCELLED" or "CANCELLING" or "QUEUED" ? phase : Array.IndexOf(Phases, target);
        for (var next = phase + 1; next < until; next++)
        {
            Enter(job, Phases[next], state.Now, null);
        }

        Enter(job, target, state.Now, reason);
    }

    /// <summary>Does what time has brought about since the last look.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (state.Options.JobSeconds is not { } seconds)
        {
            return;
        }

        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var job in state.Active.ToList())
            {
                moved |= Tick(job, now, seconds);
            }
        }
    }

    /// <summary>Makes a state the current one.</summary>
    public void Enter(CloudJob job, string plain, DateTimeOffset at, string? reason)
    {
        var time = GoogleTime.Text(at);
        state.Change(job, at, document =>
        {
            document["state"] = job.Kind.Prefix + plain;
            if (plain == "RUNNING")
            {
                document["startTime"] ??= time;
            }

            if (plain is "FAILED" or "CANCELLED")
            {
                document["error"] = plain == "CANCELLED"
                    ? new JsonObject { ["code"] = 1, ["message"] = "CANCELED" }
                    : new JsonObject { ["code"] = 3, ["message"] = reason ?? Failure(job) };
            }

            if (plain is "SUCCEEDED" or "FAILED" or "CANCELLED" or "EXPIRED" or "PARTIALLY_SUCCEEDED")
            {
                document["endTime"] = time;
            }
        });
        if (state.Options.ServiceEntries && job.Kind != ResourceKind.Pipeline && ServiceLine(plain) is var (line, severity))
        {
            state.Log.Write(Source(job), "service", line, json: false, severity, at);
        }

        if (job.Kind == ResourceKind.Tuning && plain == "RUNNING")
        {
            TuningMoved?.Invoke(job, at);
        }
        else if (job is { Ended: true, Trial: { } trial })
        {
            if (plain == "SUCCEEDED")
            {
                trial.Measurement ??= TrialSampler.Measurement(trial);
            }

            TuningMoved?.Invoke(trial.Tuning, at);
        }
    }

    public LogSource Source(CloudJob job) => new(
        job.Trial is { } trial && state.Options.TrialLogsUnderTuningJob ? trial.Tuning.Id : job.Id,
        job.Trial?.Number.ToString(CultureInfo.InvariantCulture));

    private static (string Line, string Severity)? ServiceLine(string plain) => plain switch
    {
        "RUNNING" => ("Job is running.", "INFO"),
        "SUCCEEDED" => ("Job completed successfully.", "INFO"),
        "FAILED" => ("Job failed.", "ERROR"),
        "CANCELLED" => ("Job was cancelled.", "INFO"),
        _ => null,
    };

    private string Failure(CloudJob job) =>
        $"The replica workerpool0-0 exited with a non-zero status of 1. To find out more about why your job exited please check the logs: https://console.cloud.google.com/logs/viewer?project={state.Options.Number}"
        + $"&resource=ml_job%2Fjob_id%2F{job.Id}&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22{job.Id}%22";

    private bool Tick(CloudJob job, DateTimeOffset now, double seconds)
    {
        var plain = Plain(job);
        if (plain == "CANCELLING")
        {
            var ends = (GoogleTime.Of(job.Document, "updateTime") ?? job.Created).AddSeconds(seconds * 0.1);
            if (ends > now || job.Trials.Exists(trial => !trial.Ended))
            {
                return false;
            }

            Enter(job, "CANCELLED", ends, null);
            return true;
        }

        WriteDueLines(job, now, seconds);
        var next = Array.IndexOf(Phases, plain) + 1;
        // A tuning job that runs ends with its trials.
        if (next <= 0 || next >= Phases.Length || (job.Kind == ResourceKind.Tuning && plain == "RUNNING") || job.Created.AddSeconds(seconds * Begins[next]) is var begins && begins > now)
        {
            return false;
        }

        Enter(job, Phases[next], job.Created.AddSeconds(seconds * Begins[next]), null);
        return true;
    }

    private void WriteDueLines(CloudJob job, DateTimeOffset now, double seconds)
    {
        if (job.Kind != ResourceKind.Custom || Plain(job) != "RUNNING")
        {
            return;
        }

        for (var all = state.Options.JobLogLines; job.LinesWritten < all; job.LinesWritten++)
        {
            var due = job.Created.AddSeconds(seconds * (Begins[2] + ((Begins[3] - Begins[2]) * (job.LinesWritten + 0.5) / all)));
            if (due > now)
            {
                break;
            }

            var epoch = job.LinesWritten + 1;
            foreach (var task in job.Tasks)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"epoch={epoch} val_loss={2d / (epoch + 1):F4} val_accuracy={1 - (0.5 / epoch):F3}");
                state.Log.Write(Source(job), task, line, json: true, "INFO", due);
            }
        }
    }
}
