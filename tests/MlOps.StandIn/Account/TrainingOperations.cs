using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The operations of training jobs that tuning jobs have not, or otherwise.</summary>
internal sealed class TrainingOperations(AccountState state, JobOperations jobs, JobLifecycle lifecycle)
{
    public ServiceAnswer Create(JsonObject request)
    {
        var job = Add(request, null, state.Now);
        return ServiceAnswer.Ok(new JsonObject { ["TrainingJobArn"] = job.Arn });
    }

    public StoredJob Add(JsonObject request, Trial? trial, DateTimeOffset at)
    {
        var name = request["TrainingJobName"]!.GetValue<string>();
        if (state.Training.Find(name) is not null)
        {
            throw new ServiceException("ResourceInUse", "Training job names must be unique within an AWS account and region, and a training job with this name already exists "
                + $"({state.Arn(JobKind.Training, name)})");
        }

        var document = JobDocument.Training(request, state.Arn(JobKind.Training, name), at);
        if (trial is not null)
        {
            document["TuningJobArn"] = state.Arn(JobKind.Tuning, trial.TuningJob);
        }

        var job = new StoredJob(JobKind.Training, at, document) { Trial = trial };
        state.Training.Add(job);
        state.Active.Add(job);
        return job;
    }

    public ServiceAnswer Stop(JsonObject request)
    {
        var job = jobs.Find(request);
        if (job.Ended)
        {
            throw ServiceException.Invalid($"The request was rejected because the training job is in status {job.Status}.");
        }

        Stop(job);
        return ServiceAnswer.Nothing;
    }

    public void Stop(StoredJob job)
    {
        if (job.Status == "InProgress")
        {
            lifecycle.Enter(job, "Stopping", state.Now, null);
        }
    }

    public ServiceAnswer Update(JsonObject request)
    {
        var job = jobs.Find(request);
        state.Change(job, state.Now, document =>
        {
            if (request["ResourceConfig"]?["KeepAlivePeriodInSeconds"] is { } keepAlive && document["ResourceConfig"] is JsonObject resources)
            {
                resources["KeepAlivePeriodInSeconds"] = keepAlive.DeepClone();
                if (keepAlive.GetValue<int>() == 0 && document["WarmPoolStatus"] is JsonObject pool)
                {
                    pool["Status"] = "Terminated";
                }
            }
        });
        return ServiceAnswer.Ok(new JsonObject { ["TrainingJobArn"] = job.Arn });
    }

    public ServiceAnswer Delete(JsonObject request)
    {
        jobs.Delete(request);
        return ServiceAnswer.Nothing;
    }
}
