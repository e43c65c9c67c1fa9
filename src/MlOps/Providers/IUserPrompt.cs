namespace MlOps;

/// <summary>Asks the user for what only a person has, such as the code of a second factor.</summary>
public interface IUserPrompt
{
    /// <summary>Asks for a secret, which is not shown as it is typed. May be called on any thread but the pipeline's, and waits for the answer.</summary>
    /// <param name="question">What is asked for.</param>
    /// <returns>The answer; <see langword="null"/> when nobody is there to be asked.</returns>
    string? AskSecret(string question);
}
