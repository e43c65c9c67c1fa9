using MlOps.Providers.Local;

return await LocalSupervisor.RunAsync(args);
