Console.WriteLine("There are no figures to measure yet.");
return 1;
