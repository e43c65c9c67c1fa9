using System.Text;

namespace MlOps;

/// <summary>What every provider promises the training code: the same arguments, byte for byte, and the same environment variables, with the provider's own paths in them.</summary>
public static class TrainingContract
{
    private const string ReservedPrefix = "MLOPS_";

    /// <summary>The arguments: the command, the rendered hyperparameters, then the further arguments, with all placeholders expanded.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="paths">The provider's paths.</param>
    /// <returns>The program, where the job names one, and its arguments.</returns>
    /// <exception cref="MlOpsException">A name, a value or a placeholder cannot be used; the message names it.</exception>
    public static IReadOnlyList<string> Arguments(TrainingSpec spec, TrainingPaths paths)
    {
        var placeholders = new Placeholders(spec, paths);
        var rendered = HyperparameterArguments.Render(spec.Hyperparameters, spec.ArgumentStyle);
        return [.. spec.Command.Concat(rendered).Concat(spec.Arguments).Select(argument => Checked(placeholders.Expand(argument, $"The argument '{argument}'"), $"The argument '{argument}'"))];
    }

    /// <summary>The environment variables that the training code gets beyond the provider's own.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="paths">The provider's paths.</param>
    /// <param name="provider">The provider's name.</param>
    /// <returns>Names and values.</returns>
    /// <exception cref="MlOpsException">A name or a value cannot be used; the message names it.</exception>
    public static IReadOnlyDictionary<string, string> EnvironmentVariables(TrainingSpec spec, TrainingPaths paths, string provider)
    {
        var placeholders = new Placeholders(spec, paths);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in spec.Environment)
        {
            CheckName(name);
            environment[name] = Checked(placeholders.Expand(value, $"The environment variable {name}"), $"The environment variable {name}");
        }

        foreach (var (channel, path) in paths.Inputs)
        {
            if (!environment.TryAdd(InputVariable(channel), path))
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"Two inputs, one of them '{channel}', would both be in {InputVariable(channel)}.", "Rename one of them in -InputData.", channel);
            }
        }

        environment["MLOPS_OUTPUT_DIR"] = paths.Output;
        environment["MLOPS_MODEL_DIR"] = paths.Model;
        environment["MLOPS_CHECKPOINT_DIR"] = paths.Checkpoints;
        environment["MLOPS_TENSORBOARD_DIR"] = paths.TensorBoard;
        environment["MLOPS_JOB_NAME"] = spec.Name;
        environment["MLOPS_PROVIDER"] = provider;
        return environment;
    }

    private static string InputVariable(string channel) =>
        "MLOPS_INPUT_" + string.Concat(channel.ToUpperInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    private static void CheckName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{name}' cannot be an environment variable's name: it has letters, digits and '_' only, and begins with no digit.", "Rename it in -Environment.", name);
        }

        if (name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The environment variable {name} is set by MlOps itself.", "Choose a name that does not begin with MLOPS_.", name);
        }
    }

    private static string Checked(string text, string place)
    {
        var bad = text.Contains('\0', StringComparison.Ordinal) ? "a NUL character" : HasLoneSurrogate(text) ? "half a surrogate pair" : null;
        return bad is null
            ? text
            : throw new MlOpsException(ErrorCode.InvalidArgument, $"{place} holds {bad}, which no program can be handed.", "Remove it.", text);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return true;
            }

            rest = rest[used..];
        }

        return false;
    }
}
