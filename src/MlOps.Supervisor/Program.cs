using MlOps.Providers.Local;
using MlOps.Providers.Studies;

return args is [StudyProgram.Argument, var study] ? await StudyProgram.RunAsync(study) : await LocalSupervisor.RunAsync(args);
