using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Engine;

/// <summary>Runs commands one after the other, prints what they give, and stops the one that runs.</summary>
internal sealed class PipelineRunner(Runspace runspace, ShellHost host)
{
    private readonly Lock _lock = new();
    private readonly Stack<Pipeline> _running = new();
    private bool _stopRequested;

    /// <summary>Whether a pipeline runs now.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _running.Count > 0;
            }
        }
    }

    /// <summary>Runs a command line and prints its objects and errors.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="input">What <c>$input</c> is, or null.</param>
    /// <returns>Whether it came to its end: no terminating error, no parse error.</returns>
    public bool Run(string command, IEnumerable<string>? input = null) => Run(Create(command), input);

    /// <summary>Runs a script file and prints its objects and errors.</summary>
    /// <param name="script">The script with its arguments.</param>
    /// <param name="input">What <c>$input</c> is, or null.</param>
    /// <returns>Whether it came to its end.</returns>
    public bool Run(Command script, IEnumerable<string>? input = null)
    {
        var pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(script);
        return Run(pipeline, input);
    }

    /// <summary>Runs a command that the user did not type and returns its objects; its errors are nobody's business.</summary>
    public IReadOnlyList<PSObject> Evaluate(string command)
    {
        using var pipeline = CreateAtDepth(command, addToHistory: false);
        try
        {
            return Invoke(pipeline, input: null);
        }
        catch (RuntimeException)
        {
            return [];
        }
    }

    /// <summary>Stops the pipeline that runs, and what it started. Returns at once.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_running.TryPeek(out var pipeline) && !_stopRequested)
            {
                _stopRequested = true;
                pipeline.StopAsync();
            }
        }
    }

    private Pipeline Create(string command) => CreateAtDepth(command, addToHistory: true);

    private Pipeline CreateAtDepth(string command, bool addToHistory) =>
        IsRunning ? runspace.CreateNestedPipeline(command, addToHistory) : runspace.CreatePipeline(command, addToHistory);

    private bool Run(Pipeline pipeline, IEnumerable<string>? input)
    {
        using (pipeline)
        {
            // Merged, as pwsh does it: only then does a native program keep the terminal for its own errors.
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
            try
            {
                Invoke(pipeline, input);
                return true;
            }
            catch (PipelineStoppedException)
            {
                return false;
            }
            catch (RuntimeException e)
            {
                Report(e);
                return false;
            }
            finally
            {
                host.UI.EndProgress();
            }
        }
    }

    private Collection<PSObject> Invoke(Pipeline pipeline, IEnumerable<string>? input)
    {
        lock (_lock)
        {
            _stopRequested = false;
            _running.Push(pipeline);
        }

        try
        {
            if (input is null)
            {
                return pipeline.Invoke();
            }

            InvokeWithInput(pipeline, input);
            return [];
        }
        finally
        {
            lock (_lock)
            {
                _running.Pop();
            }
        }
    }

    // The lines go in while the pipeline runs: the other end of the pipe may be in no hurry.
    private static void InvokeWithInput(Pipeline pipeline, IEnumerable<string> input)
    {
        using var ended = new ManualResetEventSlim();
        pipeline.StateChanged += (_, e) =>
        {
            if (e.PipelineStateInfo.State is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped)
            {
                ended.Set();
            }
        };
        pipeline.InvokeAsync();
        var feeder = new Thread(() => Feed(pipeline, input)) { IsBackground = true };
        feeder.Start();
        ended.Wait();
        if (pipeline.PipelineStateInfo.Reason is { } reason)
        {
            throw reason;
        }
    }

    private static void Feed(Pipeline pipeline, IEnumerable<string> input)
    {
        try
        {
            foreach (var line in input)
            {
                pipeline.Input.Write(line);
            }

            pipeline.Input.Close();
        }
        catch (PipelineClosedException)
        {
            // The pipeline has ended and wants no more.
        }
    }

    private void Report(RuntimeException exception)
    {
        foreach (var line in ErrorText.Lines(exception))
        {
            host.UI.WriteErrorLine(line);
        }
    }
}
