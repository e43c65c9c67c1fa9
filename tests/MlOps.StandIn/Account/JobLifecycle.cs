using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Account;

/// <summary>Takes training jobs from one phase to the next, when told to or as time passes.</summary>
internal sealed class JobLifecycle(AccountState state)
{
    private static readonly string[] Phases = ["Starting", "Downloading", "Training", "Uploading", "Completed"];

    /// <summary>When each phase begins, as a part of the time that a job takes.</summary>
    private static readonly double[] Begins = [0, 0.2, 0.4, 0.8, 1];

    /// <summary>Called after a trial has ended.</summary>
    public Action<StoredJob, DateTimeOffset>? TrialEnded { get; set; }

    /// <summary>To the next phase, or through all phases up to one.</summary>
    public void Advance(StoredJob job, string? to, string? reason)
    {
        if (job.Ended)
        {
            throw new ArgumentException($"{job.Name} has ended.");
        }

        var phase = Phase(job);
        if (to is null)
        {
            Enter(job, job.Status == "Stopping" ? "Stopped" : Phases[phase + 1], state.Now, reason);
            return;
        }

        for (var next = phase + 1; next < Array.IndexOf(Phases, to); next++)
        {
            Enter(job, Phases[next], state.Now, null);
        }

        Enter(job, to, state.Now, reason);
    }

    /// <summary>Does what time has brought about since the last look.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (state.Options.JobSeconds is not { } seconds)
        {
            return;
        }

        foreach (var job in state.Active.Where(job => job.Kind == JobKind.Training).ToList())
        {
            if (job.Status == "Stopping")
            {
                var ends = At(job.Document["SecondaryStatusTransitions"]!.AsArray()[^1]!["StartTime"]!.GetValue<double>(), seconds * 0.1);
                if (ends <= now)
                {
                    Enter(job, "Stopped", ends, null);
                }

                continue;
            }

            while (!job.Ended && Phase(job) + 1 is var next && next < Phases.Length)
            {
                WriteDueLines(job, now, seconds);
                var begins = At(job.Current.CreationTime, seconds * Begins[next]);
                if (begins > now)
                {
                    break;
                }

                Enter(job, Phases[next], begins, null);
            }
        }
    }

    /// <summary>Makes a phase the current one.</summary>
    public void Enter(StoredJob job, string phase, DateTimeOffset at, string? reason)
    {
        var time = WireTime.Seconds(at);
        state.Change(job, at, document =>
        {
            var transitions = document["SecondaryStatusTransitions"]!.AsArray();
            transitions[^1]!["EndTime"] = time;
            transitions.Add(new JsonObject { ["Status"] = phase, ["StartTime"] = time, ["StatusMessage"] = Message(phase, reason) });
            document["SecondaryStatus"] = phase;
            document["TrainingJobStatus"] = phase switch
            {
                "Completed" or "Failed" or "Stopped" or "Stopping" => phase,
                "MaxRuntimeExceeded" or "MaxWaitTimeExceeded" => "Stopped",
                _ => "InProgress",
            };
            if (phase == "Downloading")
            {
                document["TrainingStartTime"] ??= time;
            }

            if (phase == "Failed")
            {
                document["FailureReason"] = reason ?? "AlgorithmError: , exit code: 1";
            }

            if (document["TrainingJobStatus"]!.GetValue<string>() is "Completed" or "Failed" or "Stopped")
            {
                transitions[^1]!["EndTime"] = time;
                End(job, document, time);
            }
        });
        if (job is { Ended: true, Trial: not null })
        {
            TrialEnded?.Invoke(job, at);
        }
    }

    private static int Phase(StoredJob job) => Math.Max(0, Array.IndexOf(Phases, job.Document["SecondaryStatus"]!.GetValue<string>()));

    private static DateTimeOffset At(double seconds, double after) => DateTimeOffset.UnixEpoch.AddSeconds(seconds + after);

    private static string Message(string phase, string? reason) => phase switch
    {
        "Downloading" => "Downloading the training image",
        "Training" => "Training image download completed. Training in progress.",
        "Uploading" => "Uploading generated training model",
        "Completed" => "Training job completed",
        "Failed" => reason ?? "Training job failed",
        "Stopping" => "Stopping the training job",
        "Stopped" => "Training job stopped",
        "Pending" => reason ?? "Training job waiting for capacity",
        _ => reason ?? phase,
    };

    private void WriteDueLines(StoredJob job, DateTimeOffset now, double seconds)
    {
        if (job.Document["SecondaryStatus"]!.GetValue<string>() != "Training")
        {
            return;
        }

        var all = state.Options.JobLogLines;
        for (; job.LinesWritten < all; job.LinesWritten++)
        {
            var due = At(job.Current.CreationTime, seconds * (Begins[2] + ((Begins[3] - Begins[2]) * job.LinesWritten / all)));
            if (due > now)
            {
                break;
            }

            var epoch = job.LinesWritten + 1;
            for (var instance = 1; instance <= JobDocument.Instances(job.Document); instance++)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"epoch={epoch} val_loss={2d / (epoch + 1):F4} val_accuracy={1 - (0.5 / epoch):F3}");
                state.Logs.Write(state.Logs.StreamOf(job, instance), [line], due.ToUnixTimeMilliseconds(), due.ToUnixTimeMilliseconds() + 5);
            }
        }
    }

    private void End(StoredJob job, JsonObject document, double time)
    {
        document["TrainingEndTime"] = time;
        if (WireTime.Seconds(document, "TrainingStartTime") is { } started)
        {
            var seconds = Math.Max(1, (int)Math.Round(time - started));
            document["TrainingTimeInSeconds"] = seconds;
            document["BillableTimeInSeconds"] = seconds;
        }

        if (FinalMetrics(job, document) is { Count: > 0 } metrics)
        {
            document["FinalMetricDataList"] = metrics;
        }
    }

    private JsonArray FinalMetrics(StoredJob job, JsonObject document)
    {
        var metrics = new JsonArray();
        var events = state.Logs.EventsBelow(job.Name + "/").ToList();
        foreach (var definition in document["AlgorithmSpecification"]?["MetricDefinitions"] as JsonArray ?? [])
        {
            var pattern = new Regex(definition!["Regex"]!.GetValue<string>(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            foreach (var line in Enumerable.Reverse(events))
            {
                if (pattern.Match(line.Message) is { Success: true } match && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var value))
                {
                    metrics.Add(new JsonObject { ["MetricName"] = definition["Name"]!.GetValue<string>(), ["Value"] = value, ["Timestamp"] = line.Timestamp / 1000 });
                    break;
                }
            }
        }

        return metrics;
    }
}
