namespace MlOps;

/// <summary>What the training code receives: the same arguments and environment on every provider, but for the folders.</summary>
public static class TrainingContract
{
    /// <summary>The arguments of the training process: the command, the hyperparameters as flags, the further arguments, with their placeholders expanded.</summary>
    /// <remarks>
    /// <c>{input:NAME}</c>, <c>{output}</c>, <c>{model}</c>, <c>{checkpoints}</c>, <c>{tensorboard}</c> and <c>{job}</c> are replaced in one pass, wherever they stand.
    /// A second pair of braces keeps one as text: <c>{{output}}</c> gives <c>{output}</c>. Every other brace stays as it is.
    /// </remarks>
    /// <param name="spec">The job.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The arguments, the program first.</returns>
    /// <exception cref="MlOpsException">
    /// <see cref="ErrorCode.InvalidArgument"/>: a hyperparameter's name or type cannot be written as an argument, a name is there twice, a placeholder or channel name is wrong,
    /// a text has a character that no argument can carry, or there is code and no command to run in its folder.
    /// </exception>
    public static IReadOnlyList<string> Arguments(TrainingSpec spec, TrainingPaths paths)
    {
        if (spec.SourceDirectory is not null && spec.Command.Count == 0)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job '{spec.Name}' has code and no command: what the image runs by itself is not run in the code's folder.",
                "Give -Command, as in -Command python3,train.py, or leave -SourceDirectory out.",
                spec.Name);
        }

        var placeholders = new Placeholders(spec.Name, paths);
        return
        [
            .. spec.Command.Select((text, index) => placeholders.Expand(text, $"Command element {index + 1}")),
            .. HyperparameterArguments.Render(spec.Hyperparameters, spec.ArgumentStyle, placeholders),
            .. spec.Arguments.Select((text, index) => placeholders.Expand(text, $"Argument {index + 1}")),
        ];
    }

    /// <summary>
    /// The environment variables of the training process: the job's own with their placeholders expanded, then <c>MLOPS_INPUT_&lt;NAME&gt;</c> for each channel,
    /// <c>MLOPS_OUTPUT_DIR</c>, <c>MLOPS_MODEL_DIR</c>, <c>MLOPS_CHECKPOINT_DIR</c>, <c>MLOPS_TENSORBOARD_DIR</c>, <c>MLOPS_JOB_NAME</c> and <c>MLOPS_PROVIDER</c>.
    /// </summary>
    /// <param name="spec">The job.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <param name="provider">The provider's name.</param>
    /// <returns>The variables by name, in that order.</returns>
    /// <exception cref="MlOpsException">
    /// <see cref="ErrorCode.InvalidArgument"/>: a variable's name is not <c>[A-Za-z_][A-Za-z0-9_]*</c> or begins with <c>MLOPS_</c>, two channels would share a variable,
    /// a placeholder or channel name is wrong, or a value has a character that no variable can carry.
    /// </exception>
    public static IReadOnlyDictionary<string, string> EnvironmentVariables(TrainingSpec spec, TrainingPaths paths, string provider)
    {
        var placeholders = new Placeholders(spec.Name, paths);
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in spec.Environment)
        {
            EnvironmentName.CheckOwn(name);
            variables[name] = placeholders.Expand(value, $"Environment variable '{name}'");
        }

        var channels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (channel, path) in paths.Inputs)
        {
            var name = EnvironmentName.OfChannel(channel);
            if (!channels.TryAdd(name, channel))
            {
                throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"The input channels '{channels[name]}' and '{channel}' would both be {name} in the environment.",
                    "Rename one of them.",
                    channel);
            }

            Add(name, path);
        }

        Add("MLOPS_OUTPUT_DIR", paths.Output);
        Add("MLOPS_MODEL_DIR", paths.Model);
        Add("MLOPS_CHECKPOINT_DIR", paths.Checkpoints);
        Add("MLOPS_TENSORBOARD_DIR", paths.TensorBoard);
        Add("MLOPS_JOB_NAME", spec.Name);
        Add("MLOPS_PROVIDER", provider);
        return variables;

        void Add(string name, string value) => variables[name] = ProcessText.Check(value, $"Environment variable '{name}'");
    }

    /// <summary>Puts placeholders in the place of a job's folders, so that a text that was made for one provider can be used on another.</summary>
    /// <remarks>The inverse of what <see cref="Arguments"/> does: what it gives expands to the text again. Braces that would be a placeholder are doubled. The job's name stays.</remarks>
    /// <param name="texts">The texts as the training process gets them.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The texts with placeholders.</returns>
    public static IReadOnlyList<string> Collapse(IEnumerable<string> texts, string job, TrainingPaths paths)
    {
        var placeholders = new Placeholders(job, paths);
        return [.. texts.Select(placeholders.Collapse)];
    }

    /// <summary>The environment variables that a job was given, out of those that its training process gets: the inverse of <see cref="EnvironmentVariables"/>.</summary>
    /// <param name="variables">The variables of the process.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The job's own variables, with placeholders.</returns>
    public static IReadOnlyDictionary<string, string> OwnVariables(IReadOnlyDictionary<string, string> variables, string job, TrainingPaths paths)
    {
        var placeholders = new Placeholders(job, paths);
        var own = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (!EnvironmentName.IsReserved(name))
            {
                own[name] = placeholders.Collapse(value);
            }
        }

        return own;
    }
}
